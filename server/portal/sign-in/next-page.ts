/** Where whoever signs in goes on to, below the language: a page of the portal, whatever a link says. */
export function nextPage(text: unknown): string {
  const isPage = typeof text === 'string' && /^(\/[\w~%-][\w.~%-]*){1,6}$/.test(text) && text.length <= 300
  return isPage ? text : '/requests'
}
