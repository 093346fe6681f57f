"""Our own package: Ciw, a second opinion in tests, installs another of this name."""
