import './portal.css'
import './frame.css'
import './requests.css'
import './surveys.css'
import './web-form.css'
import { closeMenus, tellTimeZone } from './frame.ts'
import { startPlayers } from './players.ts'
import { suggest } from './suggest.ts'
import { startWebForm } from './web-form.ts'

for (const form of document.querySelectorAll<HTMLFormElement>('form.search-box')) suggest(form)
for (const form of document.querySelectorAll<HTMLFormElement>('form.web-form')) startWebForm(form)
startPlayers(document)
tellTimeZone()
closeMenus()
