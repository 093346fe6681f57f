// Before the first paint, so that a chosen theme never flashes; a file, since the page allows no inline script.
try {
  const theme = localStorage.getItem('visavis.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is closed to us: the system's theme stands.
}
