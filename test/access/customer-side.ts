import { type Attempts, settings } from './attempt.ts'

/** What customers meet. Whoever comes along has a token of their own, and reaches what it was given for. */
export const customerSideAttempts: Attempts = {
  ...settings('getCustomerSignIn', 'updateCustomerSignIn'),
  ...settings('listChats', 'createChat', 'updateChat', 'renewChatSecret'),
  getChatConfig: { gate: 'public' },
  openChat: { gate: 'public' },
  getChatState: { gate: 'public' },
  sayInChat: { gate: 'public' },
  introduceInChat: { gate: 'public' },
  uploadInChat: { gate: 'public' },
  downloadInChat: { gate: 'public' },
  endChat: { gate: 'public' },
}
