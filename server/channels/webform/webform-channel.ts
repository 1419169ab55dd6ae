import type { Channel } from '#server/channels/channel.ts'
import { sweepForms } from './sweep-forms.ts'

/** Forms of the desk and of other sites. They only bring requests: what is answered goes by letter. */
export const webformChannel: Channel = {
  kind: 'webform',
  tasks: ({ database: { db }, clock }) => ({
    'form.sweep': () => sweepForms(db, clock.now()),
  }),
  start: async () => ({ stop: async () => undefined }),
  send: async () => {
    throw new Error('nothing is sent by a form')
  },
}
