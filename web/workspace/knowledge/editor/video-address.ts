const hosts = /^(?:(?:www|m)\.)?(?:youtube\.com|youtu\.be|vimeo\.com|rutube\.ru|vk\.com|vkvideo\.ru)$/

/** Whether an address is of a host whose videos an article can show. The server reads it more closely. */
export function isVideoAddress(text: string): boolean {
  const address = text.trim()
  return /^https?:\/\//i.test(address) && URL.canParse(address) && hosts.test(new URL(address).hostname)
}
