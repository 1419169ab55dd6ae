import { useTranslation } from 'react-i18next'

/** What a template is called; one that came with a newer server is called as its file is. */
export function useTemplateName(): (name: string) => string {
  const { t } = useTranslation()
  return (name) => {
    const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return (t as (key: string, options: object) => string)(`settings.portal.template.${key}`, {
      defaultValue: name,
    })
  }
}
