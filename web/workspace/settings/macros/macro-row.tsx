import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { favourMacro, type MacroListItem } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { readableSnippet } from '../../composer/macros/readable-snippet.ts'
import { useActionWords } from '../../composer/macros/use-action-words.ts'
import { useVariables } from '../../composer/macros/use-variable-words.ts'
import { useDesk } from '../../desk.ts'
import { useChange } from '../use-change.ts'

/** One macro: whose it is, how it begins, what it does, how often it is used. */
export function MacroRow({ macro, onRemove }: { macro: MacroListItem; onRemove: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { teamName } = useDesk()
  const say = useActionWords()
  const variables = useVariables()
  const favour = useChange({
    send: () => call(favourMacro, { params: { id: macro.id }, body: { isFavourite: !macro.isFavourite } }),
  })
  const open = (macroId: string, copyOf?: number) =>
    void navigate({ to: '/settings/macros/$macroId', params: { macroId }, search: copyOf ? { copyOf } : {} })
  return (
    <li className="flex items-start gap-1 border-t border-line px-4 py-2 first:border-t-0 max-md:px-3">
      <IconButton
        icon="star"
        label={t(macro.isFavourite ? 'macro.unfavour' : 'macro.favour')}
        aria-pressed={macro.isFavourite}
        className={macro.isFavourite ? '-ml-2 !text-warn' : '-ml-2 opacity-50'}
        onClick={() => favour.mutate(undefined)}
      />
      <Link
        to="/settings/macros/$macroId"
        params={{ macroId: String(macro.id) }}
        className="min-w-0 flex-1 rounded-sm py-1"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium break-words">{macro.name}</span>
          {macro.scope === 'personal' && <Tag>{t('macro.scope.personal')}</Tag>}
          {macro.scope === 'team' && <Tag>{teamName(macro.teamId) ?? t('macro.gone')}</Tag>}
          {macro.languages.length > 1 && <Tag>RU · EN</Tag>}
          {macro.fileCount > 0 && <Tag>{t('macro.files', { count: macro.fileCount })}</Tag>}
        </span>
        {macro.snippet !== '' && (
          <span className="mt-0.5 block truncate text-sm text-ink-2">
            {readableSnippet(macro.snippet, variables)}
          </span>
        )}
        {macro.actions.length > 0 && (
          <span className="block truncate text-sm text-ink-3">{macro.actions.map(say).join(' · ')}</span>
        )}
      </Link>
      <span
        className="numeric flex-none self-center text-sm text-ink-3 max-md:hidden"
        title={t('macro.usesTitle')}
      >
        {t('macro.uses', { count: macro.uses })}
      </span>
      <Menu
        align="end"
        trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: macro.name })} />}
      >
        <MenuItem icon={macro.mayEdit ? 'pencil' : 'eye'} onSelect={() => open(String(macro.id))}>
          {t(macro.mayEdit ? 'action.edit' : 'action.open')}
        </MenuItem>
        <MenuItem icon="plus" onSelect={() => open('new', macro.id)}>
          {t('macro.copy')}
        </MenuItem>
        {macro.mayEdit && (
          <>
            <MenuSeparator />
            <MenuItem icon="trash" tone="bad" onSelect={onRemove}>
              {t('macro.remove')}
            </MenuItem>
          </>
        )}
      </Menu>
    </li>
  )
}
