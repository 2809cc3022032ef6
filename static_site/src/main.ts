import { createApp } from "vue"
import App from "./shell/App.vue"
import { router } from "./shell/router"
import { language, turnTo } from "./i18n"
import "./styles/index.css"
import { unfoldForPrint } from "./ui/print"

turnTo(language.value)
unfoldForPrint()
createApp(App).use(router).mount("#app")
