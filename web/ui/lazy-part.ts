import i18next from 'i18next'
import { type ComponentType, lazy } from 'react'
import { showToast } from './toast.tsx'

const waitsMs = [500, 2000, 5000]

/**
 * Loads a chunk, asking again when the network blinks. When it never comes, the server was most likely updated while
 * this page was open, and the chunks it knows are gone: only a reload helps, and the agent is told so.
 */
export async function loadPatiently<T>(load: () => Promise<T>): Promise<T> {
  for (const wait of waitsMs) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  try {
    return await load()
  } catch (error) {
    const action = { label: i18next.t('action.reload'), run: () => location.reload() }
    showToast({
      tone: 'bad',
      text: i18next.t(navigator.onLine ? 'state.newVersion' : 'errors.network'),
      action,
    })
    throw error
  }
}

/** A component in a chunk of its own, with `preload` for a quiet moment before it is needed. */
export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>) {
  return Object.assign(
    lazy(() => loadPatiently(load).then((component) => ({ default: component }))),
    // A preload that fails is no news: the real need will ask again.
    { preload: () => void load().catch(() => undefined) },
  )
}
