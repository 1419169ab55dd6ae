export { searchRoutes } from './routes.ts'
export { type SearchResult, searchTickets } from './search-tickets.ts'
