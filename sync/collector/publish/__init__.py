"""From a spreadsheet to signed items in the feed."""
