/** Pages of the office and of the evaluation, which applicants and visitors never load. */
import type { RouteRecordRaw } from "vue-router"
import { routes as scoreRoutes } from "@/features/evaluation/scores/routes"
import { routes as selectionRoutes } from "@/features/evaluation/selection/routes"
import { routes as organiserRoutes } from "@/features/organiser/routes"

export const officeRoutes: RouteRecordRaw[] = [...organiserRoutes, ...scoreRoutes, ...selectionRoutes]
