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
 * Says what a row of the outbox is about, in the form that the connector documents (docs/events).
 *
 * Grades are said as they are now, with the time of the event: whatever is sent last is true. No names, no e-mail.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class payload {
    /**
     * The data of one event.
     *
     * @param \stdClass $row
     * @return array|null Null when there is nothing to say: the course is gone, or outside of the chosen categories.
     */
    public static function of(\stdClass $row): ?array {
        global $DB;
        if ($row->type === outbox::TEST) {
            return self::common($row);
        }
        $course = $DB->get_record('course', ['id' => $row->courseid], 'id, idnumber, shortname, category');
        if (!$course || !settings::includes($course)) {
            return null;
        }
        $about = self::common($row) + ['course' => self::without_blanks([
            'id' => (int) $course->id, 'idnumber' => $course->idnumber, 'shortname' => $course->shortname])];
        switch ($row->type) {
            case outbox::COURSE_CHANGED:
            case outbox::ENROLMENT_CHANGED:
                return $about;
            case outbox::COURSE_COPIED:
                return $about + ($row->objectid ? ['source' => ['id' => (int) $row->objectid]] : []);
        }
        $user = $DB->get_record('user', ['id' => $row->userid, 'deleted' => 0], 'id, idnumber');
        if (!$user) {
            return null;
        }
        $about += ['user' => self::without_blanks(['id' => (int) $user->id, 'idnumber' => $user->idnumber])];
        switch ($row->type) {
            case outbox::GRADE_UPDATED:
                return self::grade($row, $about);
            case outbox::GRADE_DELETED:
                return $about + ['grade_item' => ['id' => (int) $row->objectid]];
            case outbox::ACTIVITY_COMPLETION:
                return $about + self::activity($row);
            case outbox::COURSE_COMPLETED:
                return $about + ['completion' => ['state' => 'complete', 'time' => self::instant($row->occurred)]];
            case outbox::COMPETENCY_RATED:
                return $about + self::competency($row);
            case outbox::GROUP_MEMBERSHIP:
                return $about + self::group($row);
        }
        return null;
    }

    /**
     * A Unix time as the connector reads it.
     *
     * @param int $time
     * @return string
     */
    public static function instant(int $time): string {
        return gmdate('Y-m-d\TH:i:s\Z', $time);
    }

    /**
     * What every event says.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function common(\stdClass $row): array {
        global $CFG;
        return ['site' => $CFG->wwwroot, 'event' => $row->eventname, 'occurred_at' => self::instant($row->occurred)];
    }

    /**
     * The grade of a learner in an item, as it is now.
     *
     * @param \stdClass $row
     * @param array $about
     * @return array
     */
    private static function grade(\stdClass $row, array $about): array {
        global $CFG;
        require_once($CFG->libdir . '/gradelib.php');
        $item = \grade_item::fetch(['id' => $row->objectid]);
        if (!$item) {
            // The item went after its grade did: a hint is all that is left.
            return $about + ['grade_item' => ['id' => (int) $row->objectid]];
        }
        $grade = \grade_grade::fetch(['itemid' => $item->id, 'userid' => $row->userid]) ?: null;
        if ($grade) {
            $grade->grade_item = $item;
        }
        $hidden = $grade ? $grade->is_hidden() : (bool) $item->is_hidden();
        self::look_again_when_shown($row, $item, $grade, $hidden);
        $score = [
            'given' => $grade && $grade->finalgrade !== null ? (float) $grade->finalgrade : null,
            'min' => (float) $item->grademin,
            'max' => (float) self::maximum($item, $grade),
            'final' => !$item->needsupdate,
            'hidden' => $hidden,
            'overridden' => $grade && $grade->is_overridden(),
        ];
        if ((float) $item->gradepass > 0) {
            $score['pass'] = (float) $item->gradepass;
        }
        return $about + ['grade_item' => self::item($item), 'score' => $score];
    }

    /**
     * Out of how many points the grade counts. For totals Moodle keeps this with each grade, because it depends on what is
     * graded so far; for anything else it is the item's.
     *
     * @param \grade_item $item
     * @param \grade_grade|null $grade
     * @return string|float
     */
    private static function maximum(\grade_item $item, ?\grade_grade $grade) {
        return $grade && in_array($item->itemtype, ['course', 'category']) && $grade->rawgrademax > 0
            ? $grade->rawgrademax : $item->grademax;
    }

    /**
     * Which item it is.
     *
     * @param \grade_item $item
     * @return array
     */
    private static function item(\grade_item $item): array {
        $cm = $item->itemtype === 'mod'
            ? get_coursemodule_from_instance($item->itemmodule, $item->iteminstance, $item->courseid) : null;
        return self::without_blanks([
            'id' => (int) $item->id,
            'type' => $item->itemtype,
            'module' => $item->itemmodule,
            'instance' => (int) $item->iteminstance ?: null,
            'cmid' => $cm ? (int) $cm->id : null,
            'idnumber' => $item->idnumber,
            'name' => $item->get_name(),
        ]);
    }

    /**
     * Nothing happens in Moodle when a "hidden until" date is reached, so a look is planned for then.
     *
     * @param \stdClass $row
     * @param \grade_item $item
     * @param \grade_grade|null $grade
     * @param bool $hidden
     */
    private static function look_again_when_shown(\stdClass $row, \grade_item $item, ?\grade_grade $grade, bool $hidden): void {
        if (!$hidden || !$grade) {
            return;
        }
        $until = max((int) $item->hidden, (int) $grade->hidden);
        if ($until > time()) {
            outbox::add(outbox::GRADE_UPDATED, $row->eventname, (int) $row->courseid, (int) $row->userid, (int) $row->objectid,
                null, $until, $until + 1);
        }
    }

    /**
     * The state that the event named.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function activity(\stdClass $row): array {
        $cm = get_coursemodule_from_id('', $row->objectid);
        return [
            'activity' => self::without_blanks([
                'cmid' => (int) $row->objectid,
                'module' => $cm ? $cm->modname : null,
                'instance' => $cm ? (int) $cm->instance : null,
                'name' => $cm ? $cm->name : null,
            ]),
            'completion' => ['state' => (int) $row->state, 'time' => self::instant($row->occurred)],
        ];
    }

    /**
     * What a learner shows in a competency of the course, as it is now.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function competency(\stdClass $row): array {
        global $DB;
        $competency = $DB->get_record('competency', ['id' => $row->objectid], 'id, idnumber, shortname');
        $shown = $DB->get_record('competency_usercompcourse',
            ['userid' => $row->userid, 'courseid' => $row->courseid, 'competencyid' => $row->objectid], 'proficiency, grade');
        return self::without_blanks([
            'competency' => self::without_blanks([
                'id' => (int) $row->objectid,
                'idnumber' => $competency ? $competency->idnumber : null,
                'name' => $competency ? $competency->shortname : null,
            ]),
            'proficiency' => $shown && $shown->proficiency !== null ? (bool) $shown->proficiency : null,
            'score' => $shown && $shown->grade !== null ? ['given' => (int) $shown->grade, 'min' => 1] : null,
        ]);
    }

    /**
     * A group, and whether the learner is in it.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function group(\stdClass $row): array {
        $name = groups_get_group_name($row->objectid);
        return ['group' => self::without_blanks(['id' => (int) $row->objectid, 'name' => $name ?: null]),
            'member' => (bool) $row->state];
    }

    /**
     * Leaves out what is not known.
     *
     * @param array $values
     * @return array
     */
    private static function without_blanks(array $values): array {
        return array_filter($values, fn($value) => $value !== null && $value !== '');
    }
}
