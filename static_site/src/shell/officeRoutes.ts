/** Pages of the office and of the evaluation, which applicants and visitors never load. */
import type { RouteRecordRaw } from "vue-router"
import { publicDrawRoute, routes as drawRoutes } from "@/features/evaluation/draws/routes"
import { routes as organiserRoutes } from "@/features/organiser/routes"

export const officeRoutes: RouteRecordRaw[] = [...organiserRoutes, ...drawRoutes, publicDrawRoute]
