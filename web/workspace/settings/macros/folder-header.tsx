import { useTranslation } from 'react-i18next'
import type { MacroFolder } from '#contract/macros.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'

/** A folder with the way to it, how much lies in it, and what its keeper may do. */
export function FolderHeader({
  folder,
  path,
  count,
  mayKeep,
  onEdit,
  onRemove,
}: {
  folder: MacroFolder
  path: string
  count: number
  mayKeep: boolean
  onEdit: () => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const above = path.slice(0, path.length - folder.name.length)
  return (
    <>
      <h2 className="min-w-0 truncate">
        <span className="text-ink-3">{above}</span>
        <span className="font-medium">{folder.name}</span>
      </h2>
      <span className="numeric text-ink-3">{count}</span>
      {folder.isOwn && <Tag>{t('macro.ownFolder')}</Tag>}
      {mayKeep && (
        <span className="ml-auto">
          <Menu
            align="end"
            trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: folder.name })} />}
          >
            <MenuItem icon="pencil" onSelect={onEdit}>
              {t('macro.editFolder')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon="trash" tone="bad" onSelect={onRemove}>
              {t('macro.removeFolder')}
            </MenuItem>
          </Menu>
        </span>
      )}
    </>
  )
}
