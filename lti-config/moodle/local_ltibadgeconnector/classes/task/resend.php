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

namespace local_ltibadgeconnector\task;

use local_ltibadgeconnector\outbox;

/**
 * Puts everything into the queue that changed since a time: for a new connection, or after something was lost.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class resend extends \core\task\adhoc_task {
    /**
     * Plans it.
     *
     * @param int $since
     */
    public static function plan(int $since): void {
        $task = new self();
        $task->set_custom_data(['since' => $since]);
        \core\task\manager::queue_adhoc_task($task, true);
    }

    /**
     * Reads what Moodle keeps and queues it. The connector takes an event it has already as no news.
     */
    public function execute() {
        $since = (int) $this->get_custom_data()->since;
        $queued = self::queue(outbox::GRADE_UPDATED, '\core\event\user_graded',
            'SELECT g.id, gi.courseid, g.userid, gi.id AS objectid, COALESCE(g.timemodified, g.timecreated, :now) AS occurred
               FROM {grade_grades} g
               JOIN {grade_items} gi ON gi.id = g.itemid
              WHERE g.finalgrade IS NOT NULL AND COALESCE(g.timemodified, g.timecreated, :now2) >= :since
           ORDER BY g.id', ['since' => $since, 'now' => time(), 'now2' => time()]);
        $queued += self::queue(outbox::ACTIVITY_COMPLETION, '\core\event\course_module_completion_updated',
            'SELECT c.id, cm.course AS courseid, c.userid, cm.id AS objectid, c.completionstate AS state, c.timemodified AS occurred
               FROM {course_modules_completion} c
               JOIN {course_modules} cm ON cm.id = c.coursemoduleid
              WHERE c.timemodified >= :since
           ORDER BY c.id', ['since' => $since]);
        $queued += self::queue(outbox::COURSE_COMPLETED, '\core\event\course_completed',
            'SELECT c.id, c.course AS courseid, c.userid, 0 AS objectid, c.timecompleted AS occurred
               FROM {course_completions} c
              WHERE c.timecompleted >= :since
           ORDER BY c.id', ['since' => $since]);
        $queued += self::queue(outbox::COMPETENCY_RATED, '\core\event\competency_user_competency_rated_in_course',
            'SELECT c.id, c.courseid, c.userid, c.competencyid AS objectid, c.timemodified AS occurred
               FROM {competency_usercompcourse} c
              WHERE c.grade IS NOT NULL AND c.timemodified >= :since
           ORDER BY c.id', ['since' => $since]);
        mtrace("... $queued events queued");
    }

    /**
     * Queues what a query finds, without holding all of it.
     *
     * @param string $type
     * @param string $eventname
     * @param string $sql
     * @param array $params
     * @return int
     */
    private static function queue(string $type, string $eventname, string $sql, array $params): int {
        global $DB;
        $found = $DB->get_recordset_sql($sql, $params);
        $count = outbox::add_all($type, $eventname, $found);
        $found->close();
        return $count;
    }
}
