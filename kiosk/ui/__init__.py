"""The window. Only this package knows Kivy; it draws screens and tells the visit what is done."""
