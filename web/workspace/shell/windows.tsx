import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { NoticesDrawer } from '../notifications/notices-drawer.tsx'
import { Palette } from '../palette/palette.tsx'
import { HelpSheet } from './help-sheet.tsx'
import { Navigation } from './navigation.tsx'
import { closeOverlay, type Overlay } from './overlays.ts'

/** The windows that lie over the desk: fetched after what lies under them. */
export function Windows({ overlay }: { overlay: Overlay }) {
  const { t } = useTranslation()
  return (
    <>
      <Dialog
        isOpen={overlay === 'navigation'}
        onClose={closeOverlay}
        title={t('nav.label')}
        isTitleHidden
        place="left"
        width={264}
      >
        <Navigation onNavigate={closeOverlay} />
      </Dialog>
      <HelpSheet isOpen={overlay === 'help'} onClose={closeOverlay} />
      {overlay === 'palette' && <Palette onClose={closeOverlay} />}
      {overlay === 'notices' && <NoticesDrawer onClose={closeOverlay} />}
    </>
  )
}
