import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import '../ui/ui.css'
import './playground.css'
import { LiveRegion } from '../ui/announce.tsx'
import { loadWords, startI18n } from '../ui/i18n.ts'
import { Toasts } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { PlaygroundPage } from './playground-page.tsx'
import { queryClient } from './queries.ts'

const root = document.getElementById('root')
if (root) {
  await startI18n()
  await loadWords('playground', 'ledger', 'ticket')
  createRoot(root).render(
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <PlaygroundPage />
        <Toasts />
        <LiveRegion />
      </TooltipProvider>
    </QueryClientProvider>,
  )
}
