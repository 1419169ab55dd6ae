/** A video by the address of its page: who shows it, that page, and the player without cookies where there is one. */
export interface Video {
  host: 'youtube' | 'vk' | 'rutube' | 'vimeo'
  page: string
  player: string
}

/** The hosts whose players an article may show; their origins, for the content security policy. */
export const playerOrigins = [
  'https://www.youtube-nocookie.com',
  'https://vk.com',
  'https://rutube.ru',
  'https://player.vimeo.com',
] as const

/** The video an address shows; null for any other address. Nothing of the given address is kept but its identifiers. */
export function videoOf(address: string): Video | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  const host = url.hostname.replace(/^(www|m)\./, '')
  const first = url.pathname.split('/').filter(Boolean)
  if (host === 'youtu.be') return youtube(first[0])
  if (host === 'youtube.com' || host === 'youtube-nocookie.com') {
    const isNamed = first[0] === 'embed' || first[0] === 'shorts' || first[0] === 'live'
    return youtube(isNamed ? first[1] : (url.searchParams.get('v') ?? undefined))
  }
  if (host === 'vimeo.com' || host === 'player.vimeo.com') return vimeo(first.at(-1))
  if (host === 'rutube.ru') return rutube(first.at(-1))
  if (host === 'vk.com' || host === 'vkvideo.ru') return vk(url, first)
  return null
}

function youtube(id: string | undefined): Video | null {
  if (id === undefined || !/^[\w-]{11}$/.test(id)) return null
  return {
    host: 'youtube',
    page: `https://www.youtube.com/watch?v=${id}`,
    player: `https://www.youtube-nocookie.com/embed/${id}`,
  }
}

function vimeo(id: string | undefined): Video | null {
  if (id === undefined || !/^\d{6,12}$/.test(id)) return null
  return {
    host: 'vimeo',
    page: `https://vimeo.com/${id}`,
    player: `https://player.vimeo.com/video/${id}?dnt=1`,
  }
}

function rutube(id: string | undefined): Video | null {
  if (id === undefined || !/^[0-9a-f]{32}$/.test(id)) return null
  return {
    host: 'rutube',
    page: `https://rutube.ru/video/${id}/`,
    player: `https://rutube.ru/play/embed/${id}`,
  }
}

/** `/video-123_456`, or `video_ext.php?oid=-123&id=456`. */
function vk(url: URL, path: readonly string[]): Video | null {
  const named = /^video(-?\d{1,15})_(\d{1,15})$/.exec(path.at(-1) ?? '')
  const owner = named?.[1] ?? url.searchParams.get('oid') ?? ''
  const id = named?.[2] ?? url.searchParams.get('id') ?? ''
  if (!/^-?\d{1,15}$/.test(owner) || !/^\d{1,15}$/.test(id)) return null
  return {
    host: 'vk',
    page: `https://vk.com/video${owner}_${id}`,
    player: `https://vk.com/video_ext.php?oid=${owner}&id=${id}`,
  }
}
