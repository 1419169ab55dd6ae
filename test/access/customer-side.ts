import { type Attempts, settings } from './attempt.ts'
import { ticketId } from './scene.ts'

/** What customers meet. Whoever comes along has a token of their own, and reaches what it was given for. */
export const customerSideAttempts: Attempts = {
  ...settings('getCustomerSignIn', 'updateCustomerSignIn'),
  ...settings('getPortalSettings', 'updatePortalSettings', 'uploadPortalLogo', 'removePortalLogo'),
  ...settings('checkPortalHost', 'previewPortal'),
  ...settings('listPortalTemplates', 'getPortalTemplate', 'savePortalTemplate', 'resetPortalTemplate'),
  ...settings('listChats', 'createChat', 'updateChat', 'renewChatSecret'),
  ...settings('getSurveySettings', 'updateSurveySettings', 'previewSurvey'),
  getSurveyReport: { gate: 'silent', path: '/survey-report?from=2026-01-01&to=2026-12-31' },
  getChatSurvey: { gate: 'public' },
  rateInChat: { gate: 'public' },
  listTicketSurveys: { gate: 'hidden', path: `/tickets/${ticketId}/surveys` },
  ...settings('listWebForms', 'previewWebForm', 'createWebForm', 'updateWebForm'),
  getTicketForm: { gate: 'hidden', path: `/tickets/${ticketId}/form` },
  getFormForVisitor: { gate: 'public' },
  getFormChallenge: { gate: 'public' },
  uploadInForm: { gate: 'public' },
  submitForm: { gate: 'public' },
  listOwnChats: { gate: 'silent' },
  getTicketChat: { gate: 'hidden', path: `/tickets/${ticketId}/chat` },
  endTicketChat: { gate: 'hidden', path: `/tickets/${ticketId}/chat/end`, body: {} },
  resumeTicketChat: { gate: 'hidden', path: `/tickets/${ticketId}/chat/resume` },
  getChatConfig: { gate: 'public' },
  openChat: { gate: 'public' },
  getChatState: { gate: 'public' },
  sayInChat: { gate: 'public' },
  introduceInChat: { gate: 'public' },
  uploadInChat: { gate: 'public' },
  downloadInChat: { gate: 'public' },
  endChat: { gate: 'public' },
}
