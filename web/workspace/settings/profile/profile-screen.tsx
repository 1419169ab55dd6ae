import { useTranslation } from 'react-i18next'
import { updateSelf } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { setLanguage, type UiLanguage } from '../../../ui/i18n.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Picker } from '../../../ui/picker.tsx'
import { Select } from '../../../ui/select.tsx'
import { setTheme, type Theme } from '../../../ui/theme.ts'
import { useForm } from '../../forms/use-form.ts'
import { WishesForm } from '../../notifications/wishes-form.tsx'
import { sessionQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { useSession } from '../../session.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { OwnAbsences } from '../routing/own-absences.tsx'
import { OwnSignature } from '../signature/own-signature.tsx'
import { useChange } from '../use-change.ts'
import { OwnAddresses } from './own-addresses.tsx'
import { PasswordChange } from './password-change.tsx'
import { timeZones, zoneNow } from './time-zones.ts'

const undoChoices = [0, 5, 10, 20, 30]

interface Liking {
  language?: UiLanguage
  theme?: Theme
  timeZone?: string | null
  undoSeconds?: number
}

/** One's own name, how the desk looks and speaks, and the password. What is chosen from a list applies at once. */
export function ProfileScreen() {
  const { t } = useTranslation()
  const { agent } = useSession()
  const name = useForm({
    initial: { name: agent.name },
    check: (values) => (values.name.trim() ? {} : { name: t('fieldProblem.name') }),
    send: (body) => call(updateSelf, { body }),
    onDone: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      name.reset({ name: session.agent.name })
    },
  })
  const keep = useChange({
    send: (body: Liking) => call(updateSelf, { body }),
    onDone: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
  })
  const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <SettingsPage section="profile" isNarrow sub={agent.email}>
      <form noValidate onSubmit={name.onSubmit}>
        <FormRow label={t('settings.profile.name')} hint={t('settings.profile.nameHint')}>
          <Field label={t('settings.profile.nameLabel')} error={name.error('name')}>
            {(ids) => (
              <Input
                {...ids}
                name="name"
                autoComplete="name"
                maxLength={120}
                value={name.values.name}
                onChange={(event) => name.set('name', event.target.value)}
              />
            )}
          </Field>
          <FormEndInline form={name} />
        </FormRow>
      </form>
      <FormRow label={t('settings.profile.look')} hint={t('settings.profile.lookHint')}>
        <Field label={t('nav.language')}>
          {({ id }) => (
            <Select<UiLanguage>
              id={id}
              value={agent.language}
              options={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
              onChange={(language) => {
                void setLanguage(language)
                keep.mutate({ language })
              }}
              className="max-w-60"
            />
          )}
        </Field>
        <Field label={t('nav.theme')}>
          {({ id }) => (
            <Select<Theme>
              id={id}
              value={agent.theme}
              options={[
                { value: 'system', label: t('nav.themeSystem') },
                { value: 'light', label: t('nav.themeLight') },
                { value: 'dark', label: t('nav.themeDark') },
              ]}
              onChange={(theme) => {
                setTheme(theme)
                keep.mutate({ theme })
              }}
              className="max-w-60"
            />
          )}
        </Field>
        <div className="flex flex-col gap-1">
          <span className="text-ink-2">{t('settings.profile.zone')}</span>
          <Picker
            value={agent.timeZone ?? ''}
            items={timeZones(t('settings.profile.zoneOfComputer', { zone: browserZone }))}
            placeholder={t('settings.profile.zoneSearch')}
            onPick={(zone) => keep.mutate({ timeZone: zone || null })}
            trigger={
              <button
                type="button"
                className={buttonClass('plain', 'w-full max-w-80 !justify-start')}
                aria-label={t('settings.profile.zone')}
              >
                <span className="min-w-0 flex-1 truncate text-left">
                  {agent.timeZone ?? t('settings.profile.zoneOfComputer', { zone: browserZone })}
                </span>
                <Icon name="down" size={12} className="text-ink-3" />
              </button>
            }
          />
          <span className="numeric text-sm text-ink-3">
            {t('settings.profile.zoneNow', { time: zoneNow(agent.timeZone ?? browserZone) })}
          </span>
        </div>
      </FormRow>
      <OwnAbsences />
      <FormRow label={t('settings.profile.sending')} hint={t('settings.profile.sendingHint')}>
        <Field label={t('settings.profile.undo')}>
          {({ id }) => (
            <Select<number>
              id={id}
              value={agent.undoSeconds}
              options={[...new Set([...undoChoices, agent.undoSeconds])]
                .toSorted((a, b) => a - b)
                .map((value) => ({
                  value,
                  label:
                    value === 0
                      ? t('settings.profile.undoNever')
                      : t('settings.profile.undoSeconds', { count: value }),
                }))}
              onChange={(undoSeconds) => keep.mutate({ undoSeconds })}
              className="max-w-60"
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('notice.wishes.title')} hint={t('notice.wishes.hint')}>
        <WishesForm />
      </FormRow>
      <OwnSignature />
      <OwnAddresses email={agent.email} />
      <PasswordChange agent={agent} />
    </SettingsPage>
  )
}

function FormEndInline({ form }: { form: ReturnType<typeof useForm<{ name: string }>> }) {
  return (
    <div className="[&>div]:border-t-0 [&>div]:pt-0">
      <FormEnd {...form} />
    </div>
  )
}
