"""Forms these tests share, written out so that each test shows what it packs."""

import pytest

XFORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head>
<h:title>Street</h:title><model>
<itext><translation lang="English (en)" default="true()"><text id="/data/kind:label">
<value>What is it?</value></text><text id="kinds-0"><value>Light</value></text></translation>
<translation lang="Cymraeg (cy)"><text id="/data/kind:label"><value>Beth yw e?</value></text>
<text id="kinds-0"><value>Golau</value></text></translation></itext>
<instance><data id="street" version="3"><kind/><many/><count/>
<person jr:template=""><name/></person><person><name/></person>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<instance id="kinds"><root>
<item><itextId>kinds-0</itextId><name>light</name></item></root></instance>
<bind nodeset="/data/kind" type="string"/><bind nodeset="/data/count" type="int"/>
</model></h:head><h:body>
<select1 ref="/data/kind"><label ref="jr:itext('/data/kind:label')"/>
<itemset nodeset="instance('kinds')/root/item"><value ref="name"/><label ref="jr:itext(itextId)"/>
</itemset></select1>
<select ref="/data/many"><label>Which?</label><item><label>A road</label><value>road</value></item>
<item><label>A park</label><value>park</value></item></select>
<input ref="/data/count"><label>How many <output value="/data/kind"/> are out?</label></input>
<group ref="/data/person"><repeat nodeset="/data/person"><input ref="/data/person/name">
<label>Name</label></input></repeat></group></h:body></h:html>"""

INSTANCE = """<data id="street" version="3" xmlns:orx="http://openrosa.org/xforms"><kind>light</kind>
<many>road park</many><count>12</count><person><name>Zoë</name></person><person><name/></person>
<orx:meta><orx:instanceID>uuid:0b7c5b0e-9f0a-4a43-8f6e-000000000001</orx:instanceID></orx:meta>
</data>""".encode()


@pytest.fixture
def xform() -> bytes:
    return XFORM


@pytest.fixture
def instance() -> bytes:
    return INSTANCE
