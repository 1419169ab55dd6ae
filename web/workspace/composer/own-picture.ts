import { Image } from '@tiptap/extension-image'

/**
 * A picture of these addresses alone, such as `/api/v1/files/`: one of another server would tell its owner who reads
 * it, and not be sent.
 */
export function ownPicture(...addresses: readonly string[]) {
  return Image.extend({ parseHTML: () => addresses.map((address) => ({ tag: `img[src^="${address}"]` })) })
}
