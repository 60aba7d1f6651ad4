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

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/connector_testcase.php');

/**
 * What Moodle does becomes rows in the outbox.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer_test extends connector_testcase {
    /**
     * A grade makes one row for the item and one for the course total.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_grade_is_noted_for_the_item_and_for_the_total(): void {
        $this->grade(17.5);

        $rows = $this->rows(outbox::GRADE_UPDATED);
        $this->assertCount(2, $rows);
        $this->assertEquals([$this->learner->id, $this->learner->id], array_column($rows, 'userid'));
        $this->assertContainsEquals($this->item()->id, array_column($rows, 'objectid'));
    }

    /**
     * The row is part of the transaction that made the event.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_grade_that_is_rolled_back_leaves_no_row(): void {
        global $DB;
        $this->preventResetByRollback();
        $transaction = $DB->start_delegated_transaction();
        $this->grade(17.5);
        $this->assertNotEmpty($this->rows(outbox::GRADE_UPDATED));
        try {
            $transaction->rollback(new \moodle_exception('error'));
        } catch (\moodle_exception $e) {
            $this->assertEmpty($this->rows(outbox::GRADE_UPDATED));
        }
    }

    /**
     * Nothing is queued for nobody.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_nothing_is_noted_before_the_plugin_is_set_up(): void {
        global $DB;
        set_config('endpoint', '', 'local_ltibadgeconnector');
        $before = $DB->count_records(outbox::TABLE);

        $this->grade(17.5);

        $this->assertEquals($before, $DB->count_records(outbox::TABLE));
    }

    /**
     * An activity that a learner marks as done.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_completed_activity_is_noted_with_its_state(): void {
        $cm = get_coursemodule_from_instance('quiz', $this->quiz->id);
        (new \completion_info($this->course))->update_state($cm, COMPLETION_COMPLETE, $this->learner->id);

        [$row] = $this->rows(outbox::ACTIVITY_COMPLETION);
        $this->assertEquals([$cm->id, $this->learner->id, COMPLETION_COMPLETE], [$row->objectid, $row->userid, $row->state]);
    }

    /**
     * A course that a learner completes.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_completed_course_is_noted(): void {
        (new \completion_completion(['course' => $this->course->id, 'userid' => $this->learner->id]))->mark_complete();

        [$row] = $this->rows(outbox::COURSE_COMPLETED);
        $this->assertEquals([$this->course->id, $this->learner->id], [$row->courseid, $row->userid]);
    }

    /**
     * A grade that is taken away.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_deleted_grade_is_noted(): void {
        $this->grade(17.5);

        \grade_grade::fetch(['itemid' => $this->item()->id, 'userid' => $this->learner->id])->delete();

        $this->assertCount(1, $this->rows(outbox::GRADE_DELETED));
    }

    /**
     * A rating of a competency in the course.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_rated_competency_is_noted(): void {
        $generator = $this->getDataGenerator()->get_plugin_generator('core_competency');
        $framework = $generator->create_framework();
        $competency = $generator->create_competency(['competencyframeworkid' => $framework->get('id'), 'idnumber' => 'DS-2']);
        $generator->create_course_competency(['competencyid' => $competency->get('id'), 'courseid' => $this->course->id]);

        \core_competency\api::grade_competency_in_course($this->course->id, $this->learner->id, $competency->get('id'), 4);

        $rows = $this->rows(outbox::COMPETENCY_RATED);
        $this->assertContainsEquals($competency->get('id'), array_column($rows, 'objectid'));
        $this->send();
        $rated = $this->transport->of('competency.rated');
        $last = end($rated);
        $this->assertTrue($last->data->proficiency);
        $this->assertEquals('DS-2', $last->data->competency->idnumber);
    }

    /**
     * Somebody joins a course.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_an_enrolment_is_noted(): void {
        global $DB;
        $DB->delete_records(outbox::TABLE);

        $this->getDataGenerator()->create_and_enrol($this->course, 'student');

        $this->assertNotEmpty($this->rows(outbox::ENROLMENT_CHANGED));
    }

    /**
     * Somebody joins and leaves a group.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_group_is_noted_when_joined_and_when_left(): void {
        $group = $this->getDataGenerator()->create_group(['courseid' => $this->course->id, 'name' => 'Monday']);
        groups_add_member($group->id, $this->learner->id);
        groups_remove_member($group->id, $this->learner->id);
        $this->send();

        $said = $this->transport->of('group.membership');
        $this->assertEquals([true, false], array_map(fn($body) => $body->data->member, $said));
        $this->assertEquals(['id' => (int) $group->id, 'name' => 'Monday'], (array) $said[0]->data->group);
    }

    /**
     * A course is restored from a backup of another.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_copied_course_is_noted_with_its_source(): void {
        global $CFG, $USER;
        require_once($CFG->dirroot . '/backup/util/includes/backup_includes.php');
        require_once($CFG->dirroot . '/backup/util/includes/restore_includes.php');
        $backup = new \backup_controller(\backup::TYPE_1COURSE, $this->course->id, \backup::FORMAT_MOODLE, \backup::INTERACTIVE_NO,
            \backup::MODE_IMPORT, $USER->id);
        $backup->execute_plan();
        $copy = \restore_dbops::create_new_course('Copy', 'copy', $this->course->category);
        $restore = new \restore_controller($backup->get_backupid(), $copy, \backup::INTERACTIVE_NO, \backup::MODE_SAMESITE, $USER->id,
            \backup::TARGET_NEW_COURSE);
        $restore->execute_precheck();
        $restore->execute_plan();
        $restore->destroy();
        $backup->destroy();

        [$row] = $this->rows(outbox::COURSE_COPIED);
        $this->assertEquals([$copy, $this->course->id], [$row->courseid, $row->objectid]);
    }

    /**
     * What is gone is forgotten.
     *
     * @covers \local_ltibadgeconnector\observer
     */
    public function test_a_deleted_account_leaves_no_rows(): void {
        global $DB;
        $this->grade(17.5);

        delete_user($this->learner);

        $this->assertEquals(0, $DB->count_records(outbox::TABLE, ['userid' => $this->learner->id]));
    }
}
