/** The front door: prepared replies, and filling in what rules write themselves. */
export { loadTemplateContext, type TemplateContext } from './context/load-context.ts'
export { macroTasks } from './jobs.ts'
export { createFolder } from './library/folders.ts'
export { createMacro } from './library/create-macro.ts'
export { macroRoutes } from './routes.ts'
export { applyMacro } from './use/apply-macro.ts'
export { replyAutomatically } from './use/automatic-reply.ts'
export { checkReplyTemplate, renderAutomaticReply, renderReply } from './use/render-reply.ts'
