/** The front door: what happens, told to other programs. */
export { callWebhook } from './call-webhook.ts'
export { createWebhook } from './create-webhook.ts'
export { webhookDocument } from './document.ts'
export { webhookCron, webhookTasks } from './jobs.ts'
export { webhookRoutes } from './routes.ts'
export { startWebhooks } from './start-webhooks.ts'
