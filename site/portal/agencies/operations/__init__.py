"""What happens to agencies: their addresses change, they merge, split and are renamed."""
