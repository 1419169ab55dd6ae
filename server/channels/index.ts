/** The front door: how messages come in and go out. */
export { channelAlerts } from './channel-alerts.ts'
export { ensureInboxFromEnvironment } from './ensure-inbox.ts'
export { createChat } from './chat/settings/chats.ts'
export { introduce } from './chat/introduce.ts'
export { openChat } from './chat/open-chat.ts'
export { sayLine } from './chat/say-line.ts'
export { chatParty, chatPresence } from './chat/chat-party.ts'
export { createInbox } from './inboxes/create-inbox.ts'
export { listInboxes } from './inboxes/list-inboxes.ts'
export { updateInbox } from './inboxes/update-inbox.ts'
export { channelCron, channelTasks, startChannels } from './jobs.ts'
export { listInboxNames } from './list-inbox-names.ts'
export { channelRoutes } from './routes.ts'
export { nameTicketAddresses, type TicketAddress } from './ticket-address.ts'
export { admitAnswer } from './email/policy/admit-answer.ts'
export {
  type EnteredPast,
  type PastTarget,
  enterPastLetters,
  forgetPastLetters,
} from './email/past-letters/enter-past-letters.ts'
export {
  type FoundLetter,
  type OpenedPastLetter,
  type PastLetterReader,
  createPastLetterReader,
} from './email/past-letters/open-past-letters.ts'
export { type FillLetter, fillLetters, hideInMessages } from './email/sending/fill-letter.ts'
export { listFolders, openFolder } from './email/past-letters/walk-folder.ts'
export { listOfferedForms } from './webform/list-offered-forms.ts'
export { countUpload, keepFiles, mostFiles, takeFiles, waitingFiles } from './webform/files.ts'
export { formForSite, formLanguage, loadForm } from './webform/load-form.ts'
export { formTexts, presentForm } from './webform/present-form.ts'
export { type FormProblems, submitForm } from './webform/submit-form.ts'
export { createWebForm } from './webform/settings/web-forms.ts'
export type { WebFormRow } from './webform/tables.ts'
