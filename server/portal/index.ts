export { portalCron, portalTasks } from './jobs.ts'
export { portalAddress, portalPages } from './routes.ts'
export { openPortalBook, type PortalBook } from './settings/read-portal.ts'
export { type SignedIn, visitorOf } from './sign-in/visitor-of.ts'
