import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import '../ui/ui.css'
import './shop.css'
import { LiveRegion } from '../ui/announce.tsx'
import { loadWords, startI18n } from '../ui/i18n.ts'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { ShopPage } from './shop-page.tsx'

const root = document.getElementById('root')
if (root) {
  await startI18n()
  await loadWords('playground')
  createRoot(root).render(
    <QueryClientProvider client={new QueryClient()}>
      <TooltipProvider>
        <ShopPage />
        <LiveRegion />
      </TooltipProvider>
    </QueryClientProvider>,
  )
}
