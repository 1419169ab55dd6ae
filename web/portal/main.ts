import './portal.css'
import './requests.css'
import { startPlayers } from './players.ts'
import { suggest } from './suggest.ts'

for (const form of document.querySelectorAll<HTMLFormElement>('form.search-box')) suggest(form)
startPlayers(document)
