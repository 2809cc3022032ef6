import { createApp } from "vue"
import App from "./app/App.vue"
import { router } from "./app/router"
import { speak, language } from "./i18n"
import "./styles/index.css"
import { unfoldForPrint } from "./ui/print"

speak(language.value)
unfoldForPrint()
createApp(App).use(router).mount("#app")
