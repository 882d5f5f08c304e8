"""What a person may ask of the desk, and what goes by itself: retention, holds, requests, keys, ledger."""
