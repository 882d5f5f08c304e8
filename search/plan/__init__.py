"""From what was typed to what is looked for; pure Python, the same for every back end."""
