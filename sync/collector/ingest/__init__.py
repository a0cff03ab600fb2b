"""Takes batches in without being able to read them, and answers with receipts and the feed."""
