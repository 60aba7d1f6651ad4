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

namespace local_ltibadgeconnector\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_ltibadgeconnector\outbox;

/**
 * Says what leaves the site, and exports and deletes what waits here.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
        \core_privacy\local\metadata\provider,
        \core_privacy\local\request\core_userlist_provider,
        \core_privacy\local\request\plugin\provider {
    /**
     * What is kept, and what is sent to the connector.
     *
     * @param collection $collection
     * @return collection
     */
    public static function get_metadata(collection $collection): collection {
        $fields = [];
        foreach (['type', 'eventname', 'courseid', 'userid', 'objectid', 'state', 'occurred', 'body', 'timesent'] as $field) {
            $fields[$field] = "privacy:metadata:outbox:$field";
        }
        $collection->add_database_table(outbox::TABLE, $fields, 'privacy:metadata:outbox');
        $sent = [];
        foreach (['userid', 'idnumber', 'courseid', 'grade', 'completion', 'competency', 'occurred'] as $field) {
            $sent[$field] = "privacy:metadata:connector:$field";
        }
        return $collection->add_external_location_link('connector', $sent, 'privacy:metadata:connector');
    }

    /**
     * The courses in which something is noted of a person.
     *
     * @param int $userid
     * @return contextlist
     */
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contexts = new contextlist();
        $contexts->add_from_sql(
            'SELECT ctx.id FROM {context} ctx
               JOIN {' . outbox::TABLE . '} o ON o.courseid = ctx.instanceid AND ctx.contextlevel = :level
              WHERE o.userid = :userid',
            ['level' => CONTEXT_COURSE, 'userid' => $userid]);
        return $contexts;
    }

    /**
     * Of whom something is noted in a course.
     *
     * @param userlist $userlist
     */
    public static function get_users_in_context(userlist $userlist) {
        $context = $userlist->get_context();
        if ($context instanceof \context_course) {
            $userlist->add_from_sql('userid', 'SELECT userid FROM {' . outbox::TABLE . '} WHERE courseid = :courseid AND userid <> 0',
                ['courseid' => $context->instanceid]);
        }
    }

    /**
     * Exports what is noted.
     *
     * @param approved_contextlist $contextlist
     */
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        foreach (self::courses($contextlist) as $context) {
            $rows = $DB->get_records(outbox::TABLE, ['userid' => $contextlist->get_user()->id, 'courseid' => $context->instanceid], 'id');
            $data = array_map(fn($row) => (object) [
                'type' => $row->type,
                'eventname' => $row->eventname,
                'objectid' => $row->objectid,
                'state' => $row->state,
                'occurred' => transform::datetime($row->occurred),
                'body' => $row->body,
                'timesent' => $row->timesent ? transform::datetime($row->timesent) : null,
            ], array_values($rows));
            if ($data) {
                writer::with_context($context)->export_data([get_string('pluginname', 'local_ltibadgeconnector')],
                    (object) ['events' => $data]);
            }
        }
    }

    /**
     * Deletes what is noted in a course.
     *
     * @param \context $context
     */
    public static function delete_data_for_all_users_in_context(\context $context) {
        if ($context instanceof \context_course) {
            outbox::forget_course($context->instanceid);
        }
    }

    /**
     * Deletes what is noted of a person in some courses.
     *
     * @param approved_contextlist $contextlist
     */
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        global $DB;
        foreach (self::courses($contextlist) as $context) {
            $DB->delete_records(outbox::TABLE, ['userid' => $contextlist->get_user()->id, 'courseid' => $context->instanceid]);
        }
    }

    /**
     * Deletes what is noted of some people in a course.
     *
     * @param approved_userlist $userlist
     */
    public static function delete_data_for_users(approved_userlist $userlist) {
        global $DB;
        $context = $userlist->get_context();
        if ($context instanceof \context_course && $userlist->get_userids()) {
            [$in, $params] = $DB->get_in_or_equal($userlist->get_userids(), SQL_PARAMS_NAMED);
            $DB->delete_records_select(outbox::TABLE, "courseid = :courseid AND userid $in",
                ['courseid' => $context->instanceid] + $params);
        }
    }

    /**
     * The course contexts of a list.
     *
     * @param approved_contextlist $contextlist
     * @return \context[]
     */
    private static function courses(approved_contextlist $contextlist): array {
        return array_filter($contextlist->get_contexts(), fn($context) => $context instanceof \context_course);
    }
}
