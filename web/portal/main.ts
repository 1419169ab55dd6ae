import './portal.css'
import './requests.css'
