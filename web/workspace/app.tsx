import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { LiveRegion } from '../ui/announce.tsx'
import { Toasts } from '../ui/toast.tsx'
import { TooltipProvider } from '../ui/tooltip.tsx'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'

/** The agents' application. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toasts />
        <LiveRegion />
      </TooltipProvider>
    </QueryClientProvider>
  )
}
