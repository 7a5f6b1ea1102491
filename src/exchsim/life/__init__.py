"""One officer's life: the facts from a run's tables, and the page that tells them."""
