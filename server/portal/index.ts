export { portalAddress, portalPages } from './routes.ts'
export { openPortalBook, type PortalBook } from './settings/read-portal.ts'
