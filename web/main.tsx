import { createRoot } from 'react-dom/client'
import './ui/ui.css'
import { startI18n } from './ui/i18n.ts'
import { App } from './workspace/app.tsx'

const root = document.getElementById('root')
if (root) {
  await startI18n()
  createRoot(root).render(<App />)
}
