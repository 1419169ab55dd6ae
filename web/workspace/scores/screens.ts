export { ScoresScreen } from './scores-screen.tsx'
