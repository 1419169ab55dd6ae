import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveSkill, type Skill, type SkillNeed } from '#contract/routing.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import { skillsQuery } from './queries.ts'
import { SkillDialog } from './skill-dialog.tsx'

type Doing = { what: 'edit'; skill: Skill | null } | { what: 'remove'; skill: Skill } | null

/** What agents can do, and which tickets ask for it. */
export function SkillsPart() {
  const { t } = useTranslation()
  const { categoryPath } = useDesk()
  const skills = useQuery(skillsQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const remove = useChange({
    send: (skill: Skill) => call(archiveSkill, { params: { id: skill.id } }),
    onDone: close,
  })
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'edit', skill: null })}>
      {t('settings.routing.skills.add')}
    </Button>
  )
  const where = (need: SkillNeed) =>
    need.language
      ? t('settings.routing.skills.forLanguage', {
          language: t(`settings.routing.skills.language.${need.language}`),
        })
      : (categoryPath(need.categoryId) ?? '…')
  return (
    <>
      <Loaded query={skills}>
        {({ items, needs }) =>
          items.length === 0 ? (
            <EmptyState icon="star" title={t('settings.routing.skills.emptyTitle')} action={add}>
              {t('settings.routing.skills.emptyText')}
            </EmptyState>
          ) : (
            <>
              <Card>
                {items.map((skill) => {
                  const own = needs.filter((need) => need.skillId === skill.id)
                  return (
                    <Row key={skill.id}>
                      <div className="min-w-0 flex-1">
                        <div className="flex flex-wrap items-baseline gap-x-2">
                          <span className="font-medium">{skill.name}</span>
                          <span className="text-sm text-ink-3">
                            {t('settings.routing.skills.has', { count: skill.agentCount })}
                          </span>
                        </div>
                        <div className="mt-1 flex flex-wrap items-center gap-1 text-sm text-ink-3">
                          {own.length === 0
                            ? t('settings.routing.skills.noNeeds')
                            : own.map((need) => (
                                <Tag
                                  key={`${need.categoryId} ${need.language}`}
                                  className="!h-auto min-w-0 !flex-initial !whitespace-normal"
                                >
                                  {where(need)}, {t('settings.routing.skills.from', { level: need.level })}
                                </Tag>
                              ))}
                        </div>
                      </div>
                      <IconButton
                        icon="pencil"
                        label={`${t('settings.rename')}: ${skill.name}`}
                        onClick={() => setDoing({ what: 'edit', skill })}
                      />
                      <IconButton
                        icon="trash"
                        label={`${t('settings.routing.skills.remove')}: ${skill.name}`}
                        onClick={() => setDoing({ what: 'remove', skill })}
                      />
                    </Row>
                  )
                })}
              </Card>
              <div className="mt-4">{add}</div>
            </>
          )
        }
      </Loaded>
      {doing?.what === 'edit' && (
        <SkillDialog
          skill={doing.skill}
          needs={skills.data?.needs.filter((need) => need.skillId === doing.skill?.id) ?? []}
          onClose={close}
        />
      )}
      {doing?.what === 'remove' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => remove.mutate(doing.skill)}
          isBusy={remove.isPending}
          title={t('settings.routing.skills.removeTitle', { name: doing.skill.name })}
          action={t('settings.routing.skills.remove')}
        >
          {t('settings.routing.skills.removeText')}
        </Confirm>
      )}
    </>
  )
}
