"""PouchDB replicating to a server of CouchDB's protocol, both from npm, outside the repository."""

import shutil
import subprocess
from pathlib import Path

NAME = "PouchDB to CouchDB's protocol"
PACKAGES = ["pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4.21.2"]
SERVER = """
const PouchDB = require('pouchdb').defaults({prefix: './server-'});
const app = require('express')();
app.use('/', require('express-pouchdb')(PouchDB, {mode: 'minimumForPouchDB',
  logPath: './log.txt', configPath: './config.json'}));
app.listen(+process.argv[2], '127.0.0.1');
"""
CLIENT = """
const PouchDB = require('pouchdb'), fs = require('fs');
(async () => {
  const db = new PouchDB('./' + process.argv[4]);
  const said = fs.readFileSync(process.argv[3], 'utf8').trim().split('\\n').map(JSON.parse);
  await db.bulkDocs(said.map(({id, ...rest}) => ({_id: id.slice(5), ...rest})));
  const began = process.hrtime.bigint(), used = process.cpuUsage();
  const done = await db.replicate.to(process.argv[2] + '/' + process.argv[4]);
  const now = process.cpuUsage(used);
  if (done.docs_written !== said.length) throw new Error('not all were written');
  console.log(JSON.stringify({processor: (now.user + now.system) / 1e6,
    seconds: Number(process.hrtime.bigint() - began) / 1e9}));
  process.exit(0);
})();
"""


def install(folder: Path) -> str:
    """Get both ready; gives why it cannot be, or nothing."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "npm is not here"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "server.js").write_text(SERVER)
    (folder / "client.js").write_text(CLIENT)
    if (folder / "node_modules" / "pouchdb").exists():
        return ""
    (folder / "package.json").write_text("{}")
    command = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=400, check=False)
    except subprocess.TimeoutExpired:
        return "npm took too long"
    return "" if done.returncode == 0 else "npm could not install it"


def server(port: int) -> list[str]:
    """What answers, run in the folder."""
    return ["node", "server.js", str(port)]


def client(address: str, said: Path, run: str) -> list[str]:
    """What sends, run in the folder."""
    return ["node", "client.js", address, str(said), run]
