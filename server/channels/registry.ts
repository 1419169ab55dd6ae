import type { Channel } from './channel.ts'
import { chatChannel } from './chat/chat-channel.ts'
import { emailChannel } from './email/email-channel.ts'
import { webformChannel } from './webform/webform-channel.ts'

/** Every channel the desk speaks. */
export const channels: readonly Channel[] = [emailChannel, chatChannel, webformChannel]
