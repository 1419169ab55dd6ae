// Runs before the first paint, so that a dark desk never flashes white.
try {
  const theme = localStorage.getItem('otklik.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be forbidden; the system's own scheme is used then.
}
