<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * What an administrator checks: is everything there that sending and reading need, and what is to be done if not.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class health {
    /** What an account needs to read grades, completion, competencies, enrolments and what was handed in, in every course. */
    public const CAPABILITIES = [
        'webservice/rest:use',
        'moodle/course:view',
        'moodle/course:viewhiddencourses',
        'moodle/course:viewparticipants',
        'moodle/course:viewhiddenuserfields',
        'moodle/course:viewhiddenactivities',
        'moodle/user:viewdetails',
        'moodle/user:viewhiddendetails',
        'moodle/site:accessallgroups',
        'moodle/site:viewuseridentity',
        'moodle/grade:viewall',
        'moodle/grade:viewhidden',
        'gradereport/user:view',
        'report/completion:view',
        'report/progress:view',
        'moodle/competency:coursecompetencyview',
        'moodle/competency:usercompetencyview',
        'mod/assign:viewgrades',
    ];

    /** The role that "make the role" makes. */
    public const ROLE = 'ltibadgeconnector';

    /**
     * Every check with its result.
     *
     * @return array[] Of name, ok and what to do.
     */
    public static function checks(): array {
        return array_merge([
            self::check('checkendpoint', settings::is_ready()),
            self::check('checkcron', self::cron_runs()),
            self::check('checkwebservices', (bool) get_config('core', 'enablewebservices')),
            self::check('checkrest', in_array('rest', explode(',', (string) get_config('core', 'webserviceprotocols')))),
            self::check('checkservice', (bool) self::service()),
        ], self::function_checks(), self::account_checks());
    }

    /**
     * All of them in this Moodle. Without the "view" of an activity's kind the grade report leaves its items out, and says nothing.
     *
     * @return string[]
     */
    public static function capabilities(): array {
        $views = array_map(fn($kind) => "mod/$kind:view", array_keys(\core_component::get_plugin_list('mod')));
        return array_values(array_filter(array_merge(self::CAPABILITIES, $views), fn($name) => get_capability_info($name)));
    }

    /**
     * The service that comes with this plugin.
     *
     * @return \stdClass|null
     */
    public static function service(): ?\stdClass {
        global $DB;
        return $DB->get_record('external_services', ['component' => settings::COMPONENT, 'enabled' => 1]) ?: null;
    }

    /**
     * Makes the role, or gives it what it lacks. Nobody gets it by that.
     */
    public static function make_role(): void {
        global $DB;
        $role = $DB->get_field('role', 'id', ['shortname' => self::ROLE])
            ?: create_role(get_string('rolename', settings::COMPONENT), self::ROLE, get_string('roledescription', settings::COMPONENT));
        set_role_contextlevels($role, [CONTEXT_SYSTEM]);
        foreach (self::capabilities() as $capability) {
            assign_capability($capability, CAP_ALLOW, $role, \context_system::instance()->id, true);
        }
    }

    /**
     * Whether each function of the service exists in this Moodle.
     *
     * @return array[]
     */
    private static function function_checks(): array {
        global $DB;
        $service = self::service();
        if (!$service) {
            return [];
        }
        $names = $DB->get_fieldset_select('external_services_functions', 'functionname', 'externalserviceid = ?', [$service->id]);
        [$in, $params] = $DB->get_in_or_equal($names);
        $known = $DB->get_fieldset_select('external_functions', 'name', "name $in", $params);
        $missing = array_diff($names, $known);
        return array_map(fn($name) => self::check('checkfunction', false, $name), array_values($missing));
    }

    /**
     * Whether the accounts that may use the service are able to.
     *
     * @return array[]
     */
    private static function account_checks(): array {
        global $DB;
        $service = self::service();
        $accounts = $service ? $DB->get_records_sql(
            'SELECT u.* FROM {user} u JOIN {external_services_users} su ON su.userid = u.id
              WHERE su.externalserviceid = ? AND u.deleted = 0', [$service->id]) : [];
        if (!$accounts) {
            return [self::check('checkaccount', false)];
        }
        $checks = [];
        foreach ($accounts as $account) {
            $missing = array_filter(self::capabilities(),
                fn($capability) => !has_capability($capability, \context_system::instance(), $account));
            $checks[] = self::check('checkaccount', true, $account->username);
            foreach ($missing as $capability) {
                $checks[] = self::check('checkcapability', false, "$account->username: $capability");
            }
        }
        return $checks;
    }

    /**
     * Whether the task ran in the last quarter of an hour.
     *
     * @return bool
     */
    private static function cron_runs(): bool {
        $task = \core\task\manager::get_scheduled_task(task\send_events::class);
        return $task && !$task->get_disabled() && $task->get_last_run_time() > time() - 900;
    }

    /**
     * One check.
     *
     * @param string $name Of the string; with "_fix" that of what to do.
     * @param bool $ok
     * @param string $about
     * @return array
     */
    private static function check(string $name, bool $ok, string $about = ''): array {
        return [
            'name' => get_string($name, settings::COMPONENT, $about),
            'ok' => $ok,
            'fix' => $ok ? '' : get_string($name . '_fix', settings::COMPONENT, $about),
        ];
    }
}
