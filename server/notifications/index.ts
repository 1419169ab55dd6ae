/** The front door: what agents hear of, and the live line to their browsers. */
export { notificationCron, notificationTasks } from './jobs.ts'
export { liveRoutes } from './live.ts'
export { type AgentNotice, notifyAgents } from './notify-agents.ts'
export { notificationRoutes } from './routes.ts'
