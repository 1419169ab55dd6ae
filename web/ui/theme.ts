export type Theme = 'system' | 'light' | 'dark'
const storageKey = 'otklik.theme'

/** The theme chosen on this computer; the same key is read by public/theme.js before the first paint. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset.theme
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** Applies a theme at once and remembers it on this computer. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(storageKey, theme)
  } catch {
    // Storage may be forbidden; the account remembers the theme as well.
  }
}
